"""The extension of JupyterLab's server, without a server."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from course_utils import server


class Usual:
    """A connection that notes what is done, in order."""

    def __init__(self):
        self.done = []
        self.websocket_handler = SimpleNamespace(
            set_nodelay=lambda value: self.done.append(("nodelay", value))
        )

    def connect(self):
        self.done.append("connected")
        return "promise"


def test_small_packets_are_not_delayed_and_the_rest_is_as_usual():
    connection = server.prompt(Usual)()
    assert connection.connect() == "promise"
    assert connection.done == [("nodelay", True), "connected"]


def test_extension_keeps_the_connection_that_was_chosen():
    app = SimpleNamespace(web_app=SimpleNamespace(settings={"kernel_websocket_connection_class": Usual}))
    server._load_jupyter_server_extension(app)
    assert issubclass(app.web_app.settings["kernel_websocket_connection_class"], Usual)


def test_connection_of_jupyter_server_has_what_is_used():
    assert callable(ZMQChannelsWebsocketConnection.connect)
    assert "websocket_handler" in ZMQChannelsWebsocketConnection.class_trait_names()


def test_installation_enables_it():
    file = Path(sys.prefix, "etc", "jupyter", "jupyter_server_config.d", "optimizers-course.json")
    assert json.loads(file.read_text())["ServerApp"]["jpserver_extensions"] == {"course_utils.server": True}
    assert server._jupyter_server_extension_points() == [{"module": "course_utils.server"}]
