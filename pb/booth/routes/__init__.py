"""The voting screens over HTTP: plain forms, with which the marks travel; nothing of a ballot is kept on the way."""
