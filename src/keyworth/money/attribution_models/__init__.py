"""Attribution models, one file each: how the credit of a sale is shared over the touchpoints before it.

A model is a module with a docstring (its source named), ``TITLE``, ``credit(journeys)``
and ``EXAMPLES``. ``journeys`` has one row a touchpoint, sorted by sale and time, with

* ``sale`` (0, 1, 2 …), ``position`` (0 is the first touchpoint) and ``length`` of its path,
* ``days_before`` the sale, ``state`` (a number: channel and keyword group), ``won`` (did it end in a sale).

``credit`` returns a share for each row, none negative; the shares of a sale add up to one.
"""
