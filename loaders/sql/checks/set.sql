SET threads = $threads;

SET disabled_optimizers = $disabled;
