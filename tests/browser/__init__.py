"""The pages in a browser, as their readers meet them."""
