"""What several exports of one vendor share: its words, its comments, its records."""
