SET threads = $threads;

SET disabled_optimizers = $disabled;

SET allocator_flush_threshold = $spare;

SET allocator_bulk_deallocation_flush_threshold = $freed;
