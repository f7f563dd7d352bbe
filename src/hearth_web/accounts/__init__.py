"""Who people are: sign-in, roles, permissions and the places they may act for. Empty as yet."""
