"""How dates and numbers look, the same in both languages."""
