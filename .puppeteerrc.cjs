// The set-up script finds or installs a browser; npm must never download one.
module.exports = { skipDownload: true };
