"""The units of AAC that everything else is counted in."""

FRAME = 1024
"""Samples per packet of AAC-LC (ISO 14496-3, 4.5.2.1.1), and the delay of FFmpeg's encoder."""

EDGE = 2 * FRAME
"""Samples of silence at both ends of a segment: what its neighbours' overlapping windows may reach into."""
