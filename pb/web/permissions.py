"""What a browser may let a page use: nothing, the camera where squares are read, or the microphone where one records."""

HEADER = "Permissions-Policy"
NOTHING = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
CAMERA = NOTHING.replace("camera=()", "camera=(self)")
MICROPHONE = NOTHING.replace("microphone=()", "microphone=(self)")
