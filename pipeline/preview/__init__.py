"""Preview: the formats of an article side by side in a browser, built anew when its files change."""
