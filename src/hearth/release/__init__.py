"""What we stand by: releases written, read, verified, compared and combined. Empty as yet."""
