"""Each revision names the one before it; their tables are written out, as later versions of ours will differ."""
