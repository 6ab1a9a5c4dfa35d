"""Who is responsible (这事归谁管): from a sentence in everyday words to the entries that answer it, or to none."""
