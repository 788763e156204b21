// SPDX-License-Identifier: Apache-2.0
// Templates: cut once, filled in often.
#include "protocol/topic_template.hpp"

#include <algorithm>
#include <utility>

#include "protocol/payload.hpp"
#include "protocol/topic.hpp"
#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;

bool is_unsafe(char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '/' || c == '+' || c == '#';
}

tl::unexpected<busbar::Error> wrong(std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

// The sentence for what is wrong with the topics of a template.
std::string sentence_of(TopicProblem problem) {
    switch (problem) {
        case TopicProblem::None:
            break;
        case TopicProblem::Wildcard:
        case TopicProblem::MisplacedWildcard:
            return "+ and # are not allowed here; {id} stands for one object after the other.";
        case TopicProblem::EmptyLevel:
            return "A topic has no empty level: no / at its ends, no //.";
        case TopicProblem::System:
            return "A topic does not begin with $: that is the broker's own.";
        case TopicProblem::Character:
            return "A topic is UTF-8 text without control characters.";
        case TopicProblem::TooLong:
            return "A topic has at most 512 octets.";
    }
    return {};
}

}  // namespace

std::string safe_level(std::string_view text) {
    text = trimmed(text);
    std::string level(text);
    if (valid_utf8(text)) {
        std::replace_if(level.begin(), level.end(), is_unsafe, '_');
    } else {
        const auto unsafe = [](char c) { return is_unsafe(c) || (c & 0x80) != 0; };
        std::replace_if(level.begin(), level.end(), unsafe, '_');
    }
    return level.empty() ? "_" : level;
}

busbar::Result<TopicTemplate::Placeholder> TopicTemplate::placeholder_of(std::string_view name) {
    if (name == "id") return Placeholder::Id;
    if (name == "name") return Placeholder::Name;
    if (name == "room") return Placeholder::Room;
    if (name == "project") return Placeholder::Project;
    return wrong("There is no {" + std::string(name) +
                 "}; there are {id}, {name}, {room} and {project}.");
}

busbar::Result<TopicTemplate> TopicTemplate::parse(std::string_view text) {
    TopicTemplate result;
    std::string sample;  // with a letter for each placeholder
    while (!text.empty()) {
        const auto brace = std::min(text.find_first_of("{}"), text.size());
        result.rest_ = text.substr(0, brace);
        sample += result.rest_;
        text.remove_prefix(brace);
        if (text.empty()) break;
        const auto end = text.find('}');
        if (text.front() == '}' || end == std::string_view::npos) {
            return wrong("A placeholder is written {id}, with both braces.");
        }
        const auto placeholder = BUSBAR_TRY(placeholder_of(text.substr(1, end - 1)));
        result.pieces_.push_back({std::exchange(result.rest_, {}), placeholder});
        sample += 'x';
        text.remove_prefix(end + 1);
    }
    if (const auto problem = check_report_topic(sample); problem != TopicProblem::None) {
        return wrong(sentence_of(problem));
    }
    return result;
}

std::string TopicTemplate::topic(const TopicSubject& subject) const {
    std::string topic;
    for (const auto& piece : pieces_) {
        topic += piece.before;
        switch (piece.placeholder) {
            case Placeholder::Id:
                topic += safe_level(subject.id);
                break;
            case Placeholder::Name:
                topic += safe_level(subject.name.empty() ? subject.id : subject.name);
                break;
            case Placeholder::Room:
                topic += safe_level(subject.room);
                break;
            case Placeholder::Project:
                topic += safe_level(subject.project);
                break;
        }
    }
    topic += rest_;
    if (topic.front() == '$') topic.front() = '_';
    return topic;
}

std::string TopicTemplate::filter() const {
    std::string filter;
    bool varies = false;  // the level that is being copied
    const auto copy = [&](std::string_view text) {
        for (const char c : text) {
            if (c == '/') varies = false;
            if (!varies) filter += c;
        }
    };
    for (const auto& piece : pieces_) {
        copy(piece.before);
        if (!std::exchange(varies, true)) {
            filter.erase(filter.find_last_of('/') + 1);  // npos + 1 is 0
            filter += '+';
        }
    }
    copy(rest_);
    return filter;
}

bool TopicTemplate::has(Placeholder placeholder) const {
    return std::any_of(pieces_.begin(), pieces_.end(),
                       [&](const Piece& piece) { return piece.placeholder == placeholder; });
}

}  // namespace mqtt_client
