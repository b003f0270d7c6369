"""What a browser may let a page use: nothing, or the camera on the one page that reads squares."""

HEADER = "Permissions-Policy"
NOTHING = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
CAMERA = NOTHING.replace("camera=()", "camera=(self)")
