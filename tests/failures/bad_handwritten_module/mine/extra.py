def add(:
    pass
