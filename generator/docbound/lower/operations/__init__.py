"""Operations become methods: arguments, bodies, results, pagination and errors."""
