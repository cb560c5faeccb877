"""Where tracking has holes: accounts whose truth is known, read from files as any other's."""
