"""What the users of a package rely on, as a file: its promises, and the wire behind them."""
