"""The toolkit for pages: rendering, forms and their protection, assets, guards' helpers. Knows no room."""
