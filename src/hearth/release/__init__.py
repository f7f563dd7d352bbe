"""What we stand by: releases, each an unchanging folder of published figures that can be verified for ever."""
