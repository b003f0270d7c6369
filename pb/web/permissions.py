"""What a browser may let a page use: nothing, the camera to read squares, or the microphone to record."""

HEADER = "Permissions-Policy"
NOTHING = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
CAMERA = NOTHING.replace("camera=()", "camera=(self)")
MICROPHONE = NOTHING.replace("microphone=()", "microphone=(self)")
