"""The voting screens: welcome, ballot, check, done."""
