// SPDX-License-Identifier: Apache-2.0
// ObjectList: pages and events.
#include "cli/object_list.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "cli/words.hpp"

namespace busbar {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return text;
}

// The owner's order: its registration, then its count.
std::pair<std::uint64_t, std::uint64_t> order_of(const Json& state) {
    if (!state.is_object()) return {0, 0};
    return {count_of(state, "epoch"), count_of(state, "sequence")};
}

}  // namespace

ObjectList::ObjectList(std::string pattern) : pattern_(lower(std::move(pattern))) {}

Status ObjectList::fetch(const Client& client) {
    constexpr const char* kPage = "/api/v1/objects?page_size=5000";
    objects_.clear();
    std::string token;
    do {
        const auto answer = client.get(kPage + (token.empty() ? "" : "&page_token=" + token));
        if (!answer) return tl::unexpected(answer.error());
        if (!answer->good() || !answer->body.is_object()) {
            return fail(ErrorCode::Internal, "the runtime does not tell its objects");
        }
        for (const auto& object : answer->body.value("objects", Json::array())) {
            if (wanted(object)) objects_[text_of(object, "id")] = object;
        }
        token = text_of(answer->body, "nextPageToken");
    } while (!token.empty());
    return {};
}

const Json* ObjectList::take(const std::string& type, const Json& data) {
    if (type == "object") {
        const auto id = text_of(data, "id");
        if (!wanted(data)) {
            objects_.erase(id);
            return nullptr;
        }
        auto& object = objects_[id];
        auto state = object.is_object() ? object.value("state", Json()) : Json();
        object = data;
        object["state"] = std::move(state);
        return &object;
    }
    const auto id = text_of(data, "object");
    const auto known = objects_.find(id);
    if (known == objects_.end()) return nullptr;
    if (type == "object-removed") {
        objects_.erase(known);
        return nullptr;
    }
    auto& state = known->second["state"];
    if (type != "state" || order_of(data) < order_of(state)) return nullptr;
    // The same state once more may still have another quality, or none of them fetched it before.
    state = data;
    state.erase("object");
    return &known->second;
}

bool ObjectList::wanted(const Json& object) const {
    if (pattern_.empty()) return true;
    for (const auto* member : {"id", "name", "room"}) {
        if (lower(text_of(object, member)).find(pattern_) != std::string::npos) return true;
    }
    return false;
}

}  // namespace busbar
