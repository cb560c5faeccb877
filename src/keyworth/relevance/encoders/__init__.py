"""relevance/encoders"""
