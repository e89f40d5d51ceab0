"""The rules, one module each: `pg101.py` holds the rule PG101 as `RULE`.

The first digit is the family: 1 completeness, 2 consistency, 3 evidence, 4 what P3P loses
or assumes, 5 P3P files, 6 compact policies, 7 reference files and site discovery.
"""
