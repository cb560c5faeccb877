"""money/attribution_models"""
