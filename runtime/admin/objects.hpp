// SPDX-License-Identifier: Apache-2.0
// The resource "objects": what there is on the bus, and commands to it.
//
// GET objects?page_size=&page_token=   {"objects": […], "nextPageToken"}
// PUT objects/{id}/state?timeout_ms=   {"value": …} sends a command; answers when it has its result
// Thread: the admin thread. The rest of an object is in object_records.hpp.
#pragma once

#include "admin/bus_seat.hpp"
#include "admin/router.hpp"

namespace busbar {

class Objects {
 public:
    static constexpr std::uint64_t kPageSizeDefault = 1'000;
    static constexpr std::uint64_t kPageSizeMax = 10'000;

    // Both outlive us.
    Objects(const Bus& bus, BusSeat& seat) : bus_(bus), seat_(seat) {}

    void add_routes(Router& router);

 private:
    [[nodiscard]] ApiResponse list(const ApiRequest& request) const;
    [[nodiscard]] ApiResponse state(const ApiRequest& request) const;
    // 200 {"outcome": "COMMAND_OUTCOME_CONFIRMED", "state": {…}}; 409 refused and superseded, 504
    // timed_out; 400 where the value is not one of the object's type.
    void command(const ApiRequest& request, const Reply& reply);

    const Bus& bus_;
    BusSeat& seat_;
};

}  // namespace busbar
