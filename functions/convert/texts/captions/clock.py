"""Time as captions write it."""


def clock(milliseconds: int, point: str) -> str:
    """Write hours (two digits, or as many as it takes), minutes, seconds and milliseconds."""
    seconds, fraction = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{fraction:03}"


def minutes_of(milliseconds: int) -> str:
    """Write minutes (two digits, or as many as it takes), seconds and hundredths, as LRC has it: never late."""
    seconds, fraction = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes:02}:{seconds:02}.{fraction // 10:02}"
