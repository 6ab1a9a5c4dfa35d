"""Do messages over files arrive whole, whoever looks when."""

import subprocess
import sys
from queue import Empty

from django.conf import settings
from kombu import Connection

TRANSPORT = "governance.file_broker:Transport"
COUNT = 2000

WRITER = """
import sys
from kombu import Connection
transport, folder, control, count = sys.argv[1:]
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": control}
with Connection("filesystem://", transport=transport, transport_options=options) as connection:
    queue = connection.SimpleQueue("letters")
    for number in range(int(count)):
        queue.put({"number": number})
"""


def test_a_reader_never_finds_half_a_message(tmp_path):
    """A message taken for empty stops a worker for good; over kombu's own transport that happens."""
    folder, control = tmp_path / "messages", tmp_path / "control"
    folder.mkdir()
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(control)}
    arguments = [TRANSPORT, str(folder), str(control), str(COUNT)]
    with (
        Connection("filesystem://", transport=TRANSPORT, transport_options=options) as connection,
        subprocess.Popen([sys.executable, "-c", WRITER, *arguments], cwd=settings.BASE_DIR),
    ):
        channel = connection.default_channel
        arrived = []
        while len(arrived) < COUNT:
            try:
                arrived.append(channel._get("letters"))
            except Empty:
                continue
    assert len(arrived) == COUNT
    assert list(folder.iterdir()) == []
