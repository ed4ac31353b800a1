"""An extension of JupyterLab's server: what a kernel says is sent at once, so that a slider follows the hand.

Without it, TCP holds a small packet back until the one before is acknowledged, and the acknowledgement may
take 40 ms: a slider held down then shows about 19 pictures a second instead of 28. The package enables it in
its own environment. Where it cannot be loaded the server says so and runs as usual.
"""


def prompt(usual):
    """The connection class `usual` between a kernel and a page, with TCP_NODELAY."""

    class PromptConnection(usual):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return PromptConnection


def _jupyter_server_extension_points():
    return [{"module": "course_utils.server"}]


def _load_jupyter_server_extension(app):
    settings = app.web_app.settings
    settings["kernel_websocket_connection_class"] = prompt(settings["kernel_websocket_connection_class"])
