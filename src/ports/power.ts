/** What the machine runs on. */
export interface Power {
  /** False where the system does not tell. */
  isOnBattery(): boolean;
}
