"""The match room: messages between the two players of a match, reports of them, moderation."""
