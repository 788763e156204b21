// SPDX-License-Identifier: Apache-2.0
// ApiResponse made of JSON.
#include "admin/response.hpp"

namespace busbar {

std::string to_text(const Json& json) {
    constexpr int kCompact = -1;
    return json.dump(kCompact, ' ', false, Json::error_handler_t::replace);
}

ApiResponse json_response(const Json& json, int status) {
    ApiResponse response;
    response.status = status;
    response.body = to_text(json);
    return response;
}

ApiResponse no_content() {
    ApiResponse response;
    response.status = 204;
    response.content_type.clear();
    return response;
}

}  // namespace busbar
