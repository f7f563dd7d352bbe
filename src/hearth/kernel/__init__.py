"""What every room shares: periods, places, populations and errors."""
