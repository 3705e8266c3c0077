"""What is read as a base with a discriminator is one of its members."""

from zoo import ApiClient
from zoo.models import Animal, Dog, Puppy, Stone


def read(client: ApiClient) -> None:
    found: Animal | Dog | Puppy = Animal.from_dict({"kind": "dog"})
    from_text: Animal | Dog | Puppy = Animal.from_json('{"kind": "dog"}')
    animal: Animal = Animal.from_dict({"kind": "dog"})  # error
    animal = Animal.from_json('{"kind": "dog"}')  # error
    of_dogs: Dog | Puppy = Dog.from_dict({"kind": "puppy"})
    puppy: Puppy = Puppy.from_dict({"kind": "puppy"})
    stone: Stone = Stone.from_dict({})
    none: None = Animal.from_dict(None)
    if isinstance(found, Dog):
        print(found.bark)
        print(found.weeks)  # error
    if isinstance(from_text, Puppy):
        print(from_text.weeks)
    client.default.get_animal()
    print(animal, of_dogs, puppy, stone, none)
