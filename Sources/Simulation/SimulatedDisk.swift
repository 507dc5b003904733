// Simulated things live here.
