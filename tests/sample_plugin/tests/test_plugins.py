"""All that a package's tests need: the examples of every installed plug-in."""


def test_my_plugins(keyworth_example):
    keyworth_example()
