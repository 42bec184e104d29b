"""Steps over white space, one character after the other; lists in the place of tuples."""

TASK = "in_text"


def in_text(text, tokens, spans):
    begin, end, place = [], [], 0
    for token in tokens:
        while not text.startswith(token, place):
            assert text[place].isspace()
            place += 1
        begin.append(place)
        place += len(token)
        end.append(place)
    answer = []
    for first, after, kind in spans:
        answer.append([begin[first], end[after - 1], kind, text[begin[first] : end[after - 1]]])
    return answer
