"""verdicts/flags"""
