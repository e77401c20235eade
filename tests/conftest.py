"""What holds for all tests."""

import os

# Most acceptance tests start the real command, which would compile its imports anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
