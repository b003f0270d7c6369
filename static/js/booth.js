// The voting screens work without any of this. Each part is one behaviour.
import "./booth/touches.js";
import "./booth/waiting.js";
import "./booth/switches.js";
import "./booth/reading.js";
import "./booth/shared.js";
import "./booth/steps.js";
import "./booth/ticks.js";
import "./booth/signs.js";
