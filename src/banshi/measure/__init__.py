"""Cases become metrics: one job, worked by any of several engines that agree to the last digit."""
