"""Fidelity against gold annotations: documents, predictions, reports.

Everything is read from a folder of gold files that lies beside the checkout; nothing of
their texts is part of the project.
"""
