"""Events x Rules -> the rules that ring, each with its reasons.

``rulebook`` loads ``rules/*.yaml`` (``rule``, ``values``, ``cel``) or reports every fault of every file. For an event,
``index`` names the few rules that may ring, ``reasons`` decides each of them and says why.
"""
