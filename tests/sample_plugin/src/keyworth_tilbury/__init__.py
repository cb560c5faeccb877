"""What Tilbury Ads (invented) brings to keyworth: a format and an attribution model."""
