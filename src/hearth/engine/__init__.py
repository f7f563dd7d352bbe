"""What we work out: plans, engines and raw results. Nothing here is protected."""
