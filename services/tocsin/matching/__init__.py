"""Events x Rules -> the rules that ring, each with its reasons.

``rule_files`` loads ``rules/*/*.yaml`` (``rule``, ``values``, ``cel``) or reports every fault of every file. A
``rulebook`` keeps rules that may come and go. For an event, its ``index`` names those that ring (``conjunctions``,
``postings``, ``phrases``), and ``findings``, which is the meaning of a rule, says why.
"""
