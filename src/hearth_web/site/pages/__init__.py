"""What each page of the public site says: values made of a release, and the template that shows them."""
