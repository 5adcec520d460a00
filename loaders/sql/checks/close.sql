DETACH checking;
