"""Events x Rules -> the rules that ring, each with its reasons.

``rule_files`` loads ``rules/*/*.yaml`` (``rule``, ``values``, ``cel``) into a ``rulebook`` or reports every fault of
every file. For an event, ``index`` names the few rules that may ring, ``reasons`` decides each and says why.
"""
