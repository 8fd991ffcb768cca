"""Headers of every answer, files and error pages included, that no library in use sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What a page may ask of the device: nothing, but for passkeys of this very service.
DEVICE = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "web-share",
    "xr-spatial-tracking",
)  # fmt: skip
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in DEVICE] + [f"{name}=(self)" for name in PASSKEYS]
    ),
    "Cross-Origin-Resource-Policy": "same-origin",  # no other site shows our pages, pictures or files as its own
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class Headers:
    """Adds them; a view that has set one keeps its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
