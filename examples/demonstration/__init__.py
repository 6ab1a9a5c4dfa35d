"""示范数据: what the demonstration portal holds. Nothing here is real. Installed with DEBUG on only."""
