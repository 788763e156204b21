// SPDX-License-Identifier: Apache-2.0
// ObjectList: the objects as the runtime tells them, kept current by events.
#pragma once

#include <map>
#include <string>

#include "cli/client.hpp"

namespace busbar {

class ObjectList {
 public:
    // Keeps objects with `pattern` in their id, name or room, in any case of letters.
    explicit ObjectList(std::string pattern);

    // Fetches all of them, page by page. Fails as Client::request() does; an answer that is no page
    // is Internal.
    [[nodiscard]] Status fetch(const Client& client);
    // Takes an event of the stream; the object it is about, or nullptr when it is about none of
    // ours (any more), or tells a state that is not newer than the known one.
    const Json* take(const std::string& type, const Json& data);

    // As in GET objects, by id.
    [[nodiscard]] const std::map<std::string, Json>& objects() const { return objects_; }

 private:
    [[nodiscard]] bool wanted(const Json& object) const;

    std::string pattern_;
    std::map<std::string, Json> objects_;
};

}  // namespace busbar
